// SPDX-License-Identifier: GPL-3.0-or-later
//
// A ballot paper's arithmetic: its key pair, whose public half is the serial;
// the serial blinded for the server to sign (RFC 9474) and unblinded; the
// choice signed by the paper's key. Nothing is kept or sent from here.
import type { Schemas } from '../api';

export type Ballot = Schemas['NewSecretBallot'];

/** One paper on this device, for one mandate of a vote. Bytes are base64url. */
export interface Held {
  vote: string;
  mandate: string;
  /** made: not signed yet; received: may be marked; sent: signed by its holder, on its way; dropped: acknowledged. */
  stage: 'made' | 'received' | 'sent' | 'dropped';
  public_key: string; // the vote's, base64
  serial: string;
  prefix: string;
  blinded: string;
  /** Undoes the blinding; gone when it is done. */
  inv: string | null;
  /** The paper's own key; gone when it has signed its one ballot. */
  secret: JsonWebKey | null;
  /** The server's signature, unblinded. */
  paper: string | null;
  /** Until it is acknowledged. */
  ballot: Ballot | null;
  receipt: string | null;
  seal: string | null;
}

type Bytes = Uint8Array<ArrayBuffer>;
const PREFIX_BYTES = 32;
const EC = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const ECDSA = { name: 'ECDSA', hash: 'SHA-256' } as const;
export const PSS = { name: 'RSA-PSS', saltLength: 48 } as const;

export function text64(bytes: Uint8Array): string {
  let letters = '';
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
export function bytes64(text: string): Bytes {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
}
const encode = (text: string): Bytes => new TextEncoder().encode(text) as Bytes;

/** Fetched when first needed: only voters of secret votes pay for it. */
const suite = async () => (await import('@cloudflare/blindrsa-ts')).RSABSSA.SHA384.PSS.Randomized();

export const paperKey = (public_key: string) => crypto.subtle.importKey('spki', bytes64(public_key), { name: 'RSA-PSS', hash: 'SHA-384' }, true, ['verify']);

export async function paperMake(vote: string, mandate: string, public_key: string): Promise<Held> {
  const blind = await suite();
  const pair = await crypto.subtle.generateKey(EC, true, ['sign', 'verify']);
  const serial = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const prepared = blind.prepare(serial);
  const { blindedMsg, inv } = await blind.blind(await paperKey(public_key), prepared);
  const secret = await crypto.subtle.exportKey('jwk', pair.privateKey);
  return {
    vote,
    mandate,
    stage: 'made',
    public_key,
    serial: text64(serial),
    prefix: text64(prepared.subarray(0, PREFIX_BYTES)),
    blinded: text64(blindedMsg),
    inv: text64(inv),
    secret,
    paper: null,
    ballot: null,
    receipt: null,
    seal: null,
  };
}

/** Throws when the server signed something else, or with another key than it says. */
export async function paperFinish(held: Held, signature: string): Promise<Held> {
  const blind = await suite();
  const prepared = new Uint8Array([...bytes64(held.prefix), ...bytes64(held.serial)]);
  const paper = await blind.finalize(await paperKey(held.public_key), prepared, bytes64(signature), bytes64(held.inv ?? ''));
  return { ...held, stage: 'received', paper: text64(paper), inv: null };
}

export const statement = (vote: string, option_ids: readonly string[]) => `nghisu ballot 1\n${vote}\n${option_ids.join(',')}\n`;

/** option_ids in order of the vote's options. Signed once: the key goes with it. */
export async function paperSign(held: Held, option_ids: string[]): Promise<Held> {
  if (!held.secret || !held.paper) throw new TypeError('the paper is not one to be marked');
  const key = await crypto.subtle.importKey('jwk', held.secret, EC, false, ['sign']);
  const signature = text64(new Uint8Array(await crypto.subtle.sign(ECDSA, key, encode(statement(held.vote, option_ids)))));
  return { ...held, stage: 'sent', secret: null, ballot: { serial: held.serial, prefix: held.prefix, paper: held.paper, option_ids, signature } };
}

export async function sha256(text: string | Uint8Array): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', typeof text === 'string' ? encode(text) : (text as Bytes));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What is wrong with a listed ballot: null is nothing. */
export async function ballotFault(vote: string, key: CryptoKey, ballot: Ballot): Promise<'paper' | 'signature' | null> {
  try {
    const serial = bytes64(ballot.serial);
    const prepared = new Uint8Array([...bytes64(ballot.prefix), ...serial]);
    if (!(await crypto.subtle.verify(PSS, key, bytes64(ballot.paper), prepared))) return 'paper';
    const holder = await crypto.subtle.importKey('raw', serial, EC, false, ['verify']);
    const good = await crypto.subtle.verify(ECDSA, holder, bytes64(ballot.signature), encode(statement(vote, ballot.option_ids)));
    return good ? null : 'signature';
  } catch {
    return 'paper';
  }
}
