/** The numbers 0 to count - 1 in random order (Fisher and Yates). */
export function shuffled(count: number, random: () => number): number[] {
  const numbers = Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const drawn = Math.floor(random() * (last + 1));
    const swapped = numbers[last] ?? 0;
    numbers[last] = numbers[drawn] ?? 0;
    numbers[drawn] = swapped;
  }
  return numbers;
}
