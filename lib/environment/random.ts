import { randomBytes } from 'node:crypto';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const UID_LENGTH = 16;

/** Letters and digits that every physical name may carry. @param bytes random ones, a character each */
export const letters = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join('');

/** A new uid: 80 random bits. */
export const newUid = (): string => letters(randomBytes(UID_LENGTH));
