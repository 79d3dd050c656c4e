import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { onFrame } from '../frames.ts';
import type { Point, Room } from '../swarm/ring-layout.ts';

export interface CanvasProps {
  /** What is to be seen, for people who can't. */
  readonly label: string;
  readonly class?: string;
  /** Draws a frame; the context is cleared and measures in CSS pixels. */
  readonly draw: (context: CanvasRenderingContext2D, room: Room, now: number) => void;
  readonly onPoint?: (point: Point | undefined) => void;
  readonly onPick?: (point: Point) => void;
  readonly onKey?: (event: KeyboardEvent) => void;
}

/** Sharper than twice nobody sees, and it costs. */
const MOST_PIXELS = 2;

/** A picture that fills its place and is drawn in each frame. */
export function Canvas({ label, draw, onPoint, onPick, onKey, ...rest }: CanvasProps): JSX.Element {
  const ref = useRef<HTMLCanvasElement>(null);
  const latest = useRef(draw);
  latest.current = draw;
  useEffect(() => {
    const canvas = ref.current;
    const context = canvas?.getContext('2d', { alpha: true });
    if (!canvas || !context) return undefined;
    return onFrame((_, now) => {
      const room = { width: canvas.clientWidth, height: canvas.clientHeight };
      if (room.width === 0 || room.height === 0) return;
      fit(canvas, room);
      const scale = canvas.width / room.width;
      context.setTransform(scale, 0, 0, scale, 0, 0);
      context.clearRect(0, 0, room.width, room.height);
      latest.current(context, room, now);
    });
  }, []);
  const pointOf = (event: PointerEvent): Point => ({ x: event.offsetX, y: event.offsetY });
  return (
    <canvas
      ref={ref}
      class={`canvas ${rest.class ?? ''}`}
      role="img"
      aria-label={label}
      tabIndex={onKey === undefined ? -1 : 0}
      onPointerMove={(event) => onPoint?.(pointOf(event))}
      onPointerLeave={() => onPoint?.(undefined)}
      onPointerDown={(event) => onPick?.(pointOf(event))}
      onKeyDown={(event) => onKey?.(event)}
    />
  );
}

function fit(canvas: HTMLCanvasElement, room: Room): void {
  const scale = Math.min(MOST_PIXELS, devicePixelRatio);
  const width = Math.round(room.width * scale);
  const height = Math.round(room.height * scale);
  if (canvas.width === width && canvas.height === height) return;
  canvas.width = width;
  canvas.height = height;
}
