/**
 * Frames: what Python sends, a header of JSON and a body of bytes that holds the arrays.
 *
 * See `convviz/player/frame.py`, which writes them. No DOM.
 */

/**
 * @typedef {Int8Array | Int16Array | Int32Array | Uint8Array | Uint16Array | Float32Array | Float64Array} Numbers
 * @typedef {{dtype: string, shape: string, at: number, bytes: number, palette?: Packed}} Packed
 *   an array in the body: its type, its sizes, where it begins and how long it is; with a `palette` it
 *   holds indices into that array
 */

const TYPES = {
  i1: Int8Array,
  i2: Int16Array,
  i4: Int32Array,
  u1: Uint8Array,
  u2: Uint16Array,
  f4: Float32Array,
  f8: Float64Array,
};

/**
 * The header and the body of a frame.
 * @param {Uint8Array} bytes
 * @returns {{header: any, body: Uint8Array}}
 */
export function unpack(bytes) {
  const end = 4 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  return { header: JSON.parse(new TextDecoder().decode(bytes.subarray(4, end))), body: bytes.subarray(end) };
}

/** A frame of a header and a body. @param {object} header @param {Uint8Array} body */
export function pack(header, body) {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const length = text.length + (-(4 + text.length) & 7); // the body starts at a multiple of eight
  const bytes = new Uint8Array(4 + length + body.length).fill(32, 4, 4 + length);
  new DataView(bytes.buffer).setUint32(0, length, true);
  bytes.set(text, 4);
  bytes.set(body, 4 + length);
  return bytes;
}

/**
 * The numbers of a packed array.
 * @param {Packed} packed @param {Uint8Array} body
 * @returns {Numbers}
 */
export function unpackArray({ dtype, at, bytes, palette }, body) {
  const start = body.byteOffset + at;
  const buffer = /** @type {ArrayBuffer} */ (body.buffer).slice(start, start + bytes);
  const stored = new TYPES[/** @type {keyof typeof TYPES} */ (dtype)](buffer);
  if (!palette) return stored;
  const values = unpackArray(palette, body);
  return Float64Array.from(stored, (index) => values[index]);
}
