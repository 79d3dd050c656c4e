import { parseCount } from './count.ts';
import { formatDuration, parseDuration } from './duration.ts';
import { type Endpoint, parseEndpoint } from './endpoint.ts';
import { nearestName } from './nearest-name.ts';
import { type Parsed, parsed, unreadable } from './parsed.ts';
import { formatRate, parseRate } from './rate.ts';
import { parseRatio } from './ratio.ts';
import type { ChoiceSetting, NumberSetting, Setting } from './setting.ts';
import { formatSize, parseSize } from './size.ts';

type NumberKind = NumberSetting['kind'];

const readers: Record<NumberKind, (text: string) => Parsed<number>> = {
  size: parseSize,
  rate: parseRate,
  duration: parseDuration,
  count: parseCount,
  ratio: parseRatio,
};

const writers: Record<NumberKind, (value: number) => string> = {
  size: formatSize,
  rate: formatRate,
  duration: formatDuration,
  count: String,
  ratio: String,
};

/** What a number is, and its bounds. */
type NumberRange = Pick<NumberSetting, 'kind' | 'min' | 'max' | 'powerOfTwo'>;

/** Reads one written number, within its bounds: bytes, bytes per second, milliseconds, a count or a ratio. */
export const parseNumber = (setting: NumberRange, text: string): Parsed<number> => {
  const number = readers[setting.kind](text);
  if (!number.ok) return number;
  const { min = 0, max = Number.MAX_SAFE_INTEGER } = setting;
  const write = writers[setting.kind];
  if (number.value < min) return unreadable(`${text} is too little; the least is ${write(min)}`);
  if (number.value > max) return unreadable(`${text} is too much; the most is ${write(max)}`);
  if (setting.powerOfTwo === true && !Number.isInteger(Math.log2(number.value))) {
    const near = 2 ** Math.round(Math.log2(number.value));
    return unreadable(`${text} is not a power of two; did you mean ${write(near)}?`);
  }
  return number;
};

const parseChoice = ({ choices }: ChoiceSetting, text: string): Parsed<string> => {
  if (choices.includes(text)) return parsed(text);
  const nearest = nearestName(text, choices);
  const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`;
  return unreadable(`'${text}' is not one of ${choices.join(', ')}${hint}`);
};

const parseFlag = (text: string): Parsed<boolean> => {
  if (text === 'true' || text === '1') return parsed(true);
  if (text === 'false' || text === '0') return parsed(false);
  return unreadable(`'${text}' is neither true nor false`);
};

/** Reads one written value of a setting. */
export const parseSetting = (setting: Setting, text: string): Parsed<string | number | boolean | Endpoint> => {
  switch (setting.kind) {
    case 'size':
    case 'rate':
    case 'duration':
    case 'count':
    case 'ratio':
      return parseNumber(setting, text);
    case 'endpoint':
      return parseEndpoint(text);
    case 'choice':
      return parseChoice(setting, text);
    case 'flag':
      return parseFlag(text);
    case 'text':
      return text === '' ? unreadable(`it is empty; write ${setting.placeholder}`) : parsed(text);
  }
};
