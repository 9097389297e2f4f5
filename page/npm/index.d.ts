/** What is read: a path or URL (Node), a Blob or File, or bytes. In a browser a Blob is read in slices inside a Worker. */
export type Source = string | URL | Blob | Uint8Array | ArrayBuffer;

export interface Options {
  /** The language of messages. @default 'en' */
  language?: 'zh' | 'en';
  /** The file's name in the answer; what it promises (`.apk`, `.cer`) counts. */
  name?: string;
  /** The access provider's profile: `default` (aliyun, tencent, ucloud, hsy), `huawei`, `hex`, `spki`, `all`. */
  profile?: string;
  lower?: boolean;
  separator?: 'none' | 'space' | 'colon';
  /** What a certificate file or keystore is for. */
  platform?: 'android' | 'harmonyos' | 'ios';
  password?: string;
  alias?: string;
  minSdk?: number;
  maxSdk?: number;
  /** Gives values although nothing proves them. */
  allowUnverified?: boolean;
  /** Whether the beginning of a key counts as the key. */
  acceptTruncated?: boolean;
  /** Whether a certificate file or keystore counts under any name. */
  certificate?: boolean;
  progress?: (done: number, total: number) => void;
}

export interface Certificate {
  md5: string; sha1: string; sha256: string; subject: string; issuer: string; serial: string; not_before: string; not_after: string;
}
export interface PublicKey {
  algorithm: string; bits: number | null; curve: string | null; exponent: string | null; modulus_dec: string | null; modulus_hex: string | null;
  raw_hex: string | null; spki_hex: string | null; spki_base64: string | null;
}
export interface Signer {
  role: 'primary' | 'additional' | 'previous' | 'store' | 'post-quantum' | 'claimed';
  scheme: string | null; sdk: [number, number] | null; certificate: Certificate; public_key: PublicKey;
}
export interface Finding {
  severity: 'error' | 'warning' | 'info'; code: string; message: string; subject: string | null;
  /** Of what forbids filing. */
  title?: string; why?: string; steps?: string[];
}
export interface Filing {
  profile: string; platform: string; package_name: string | null; public_key: string; fingerprint: string;
  fields: { label: string; form: string; value: string }[];
}
export type Verdict = 'verified' | 'rejected' | 'unsigned' | 'unchecked';
/** As docs/json.md has it. New keys may be added. */
export interface Report {
  schema: 1; file: string; kind: string; platform: 'android' | 'harmonyos' | 'ios' | 'quickapp' | null;
  identity: {
    package_name: string | null; app_name: string | null; app_names: Record<string, string>; launcher_names: Record<string, string>;
    version_name: string | null; version_code: string | null; min_sdk: number | null; target_sdk: number | null; split: string | null;
    min_os?: string; device_families?: number[];
  };
  verification: { verdict: Verdict; schemes: string[]; min_sdk: number | null; max_sdk: number | null };
  signers: Signer[]; harmonyos?: Record<string, unknown>; apple?: Record<string, unknown>; findings: Finding[];
  filing: Filing | null;
  no_filing?: { code: string; message: string; title?: string; why?: string; steps?: string[] };
}
export interface Filed { packageName?: string; publicKey?: string; fingerprint?: string; platform?: string }
export interface CheckResult {
  schema: 1; file: string; matches: boolean; verdict: Verdict; findings: Finding[]; set?: number;
  fields: {
    field: 'package_name' | 'public_key' | 'fingerprint' | 'platform'; filed: string; expected: string | null;
    outcome: 'match' | 'match-untidy' | 'match-truncated' | 'mismatch' | 'invalid' | 'missing' | 'unproven';
    recognised_as: string | null; notice: string | null; message: string;
  }[];
}
/** A file that cannot be read as any kind. */
export class BeianError extends Error { code: string }

export function verify(source: Source, options?: Options): Promise<Report>;
/** `fast` reads no content: the verdict is `unchecked`, and there are no values. */
export function inspect(source: Source, options?: Options & { fast?: boolean }): Promise<Report>;
export function form(source: Source, options?: Options): Promise<Report>;
/** Compares what was filed: one set, or those of a record. */
export function check(source: Source, filed: Filed | Filed[], options?: Options): Promise<CheckResult>;
