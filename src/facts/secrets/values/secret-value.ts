/** A value that no output may hold. */
export interface SecretValue {
  readonly value: string;
  /** What stands before it where it was found: `--password`, `DB_PASSWORD`, `admin:`. A value that is an ordinary word is masked behind this only. */
  readonly behind?: string;
  /** It stands in the open as well, as the name of an image, a service or a database: masked behind `behind` only. */
  readonly isOpen?: true;
  /** What an output has in its place, `***` when absent: of a variable its reference, `${NAME}`. */
  readonly shown?: string;
}

/** The text as an output may hold it: with each secret masked. */
export type Masker = (text: string) => string;
