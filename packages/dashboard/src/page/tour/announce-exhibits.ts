import { decodeUtf8 } from '@seedbed/protocol';
import { type ByteField, describeAnnounceQuery } from '@seedbed/protocol/describe';
import { bencodeFields } from './bencode-fields.ts';
import type { Exhibit } from './exhibit.ts';
import type { RecordedAnnounce } from './tour-recording.ts';

/** An announce over HTTP: the request with its parameters, and the answer behind its headers. */
export function announceExhibits({ request, answer }: RecordedAnnounce, who: string): Exhibit[] {
  return [
    {
      title: `announce: ${who} → tracker`,
      bytes: request,
      length: request.length,
      fields: requestFields(decodeUtf8(request)),
    },
    {
      title: `answer: tracker → ${who}`,
      bytes: answer,
      length: answer.length,
      fields: answerFields(answer),
    },
  ];
}

/** Only ASCII goes over a request line, so a place in the text is a place in the bytes. */
function requestFields(text: string): ByteField[] {
  const query = text.indexOf('?') + 1;
  const end = text.indexOf(' ', query);
  let start = query;
  const fields: ByteField[] = [
    { name: 'path', start: 0, length: query, value: text.slice(0, query), purpose: 'of the URL in the torrent' },
  ];
  for (const { name, escaped, value, purpose = '' } of describeAnnounceQuery(text.slice(query, end))) {
    const length = name.length + 1 + escaped.length;
    fields.push({ name, start, length, value, purpose });
    start += length + 1;
  }
  return fields;
}

const BLANK_LINE = [13, 10, 13, 10];

function answerFields(answer: Uint8Array): ByteField[] {
  const body = answer.findIndex((_, at) => BLANK_LINE.every((byte, i) => answer[at + i] === byte)) + BLANK_LINE.length;
  const status = decodeUtf8(answer.subarray(0, answer.indexOf(13)));
  const head = { name: 'headers', start: 0, length: body, value: status, purpose: 'of HTTP' };
  return [head, ...bencodeFields(answer.subarray(body), body)];
}
