/**
 * Randomness of one execution: a keystream (AES-256-CTR) of a seed, so that an execution can be repeated with the
 * same numbers while tokens made in mutations stay unguessable.
 */
import { type Cipheriv, createCipheriv, randomBytes } from "node:crypto";

export interface Random {
  /** In [0, 1), 53 bits: Math.random. */
  next(): number;
  /** Overwrites every byte of the view. */
  fill(view: ArrayBufferView): void;
}

const CHUNK_BYTES = 512;
const SEED_BYTES = 32;

/** @param seed 32 bytes; fresh ones by default. The cipher is only made when a number is asked for. */
export function createRandom(seed: Uint8Array = randomBytes(SEED_BYTES)): Random {
  let cipher: Cipheriv | null = null;
  let chunk = Buffer.alloc(0);
  let at = 0;
  const take = (bytes: number): Buffer => {
    cipher ??= createCipheriv("aes-256-ctr", seed, Buffer.alloc(16));
    if (bytes > CHUNK_BYTES) return cipher.update(Buffer.alloc(bytes));
    if (at + bytes > chunk.length) {
      chunk = cipher.update(Buffer.alloc(CHUNK_BYTES));
      at = 0;
    }
    at += bytes;
    return chunk.subarray(at - bytes, at);
  };
  return {
    next: () => Number(take(8).readBigUInt64LE() >> 11n) / 2 ** 53,
    fill: (view) => {
      new Uint8Array(view.buffer, view.byteOffset, view.byteLength).set(take(view.byteLength));
    },
  };
}
