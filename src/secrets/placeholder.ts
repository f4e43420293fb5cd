/**
 * Words of documents and templates that no generator draws: in a random token of 40 letters one of them occurs once in some
 * hundred thousand. AWS's published example keys end in EXAMPLE and EXAMPLEKEY (AWS IAM User Guide).
 */
const exampleWord =
  /example|sample|placeholder|redacted|dummy|changeme|change-me|change_me|replace|insert|your[-_]|yourkey|yourtoken|mytoken|notreal|fake|xxxxx|\*\*\*|\.\.\.|…|00000000|11111111|aaaaaaaa|123456|abcdef|foobar|deadbeef|lorem/i;

/** A token in a document: the vendor's prefix alone. */
export function isExample(secret: string): boolean {
  return exampleWord.test(secret) || new Set(secret).size < Math.min(6, secret.length / 2);
}

/** Filled in later, by a shell, a template engine or a person. */
const blank = /^$|^(?:[$%#@!&*]|<|\{|\[|\(|__|-+$|\\|~\/|\.{0,2}\/)|[}>\])]$|\$\{|\{\{|\$\(|%\w+%|%[sdv@]|<[a-z]/i;
/** Switches, types and words that describe the value. */
const word =
  /^(?:true|false|yes|no|on|off|none|null|nil|undefined|void|string|str|bool|boolean|int|integer|number|object|array|any|required|optional|default|disabled|enabled|unset|empty|secret|secrets|password|passwd|passphrase|pass|token|key|value|text|hidden|test|testing|todo|fixme|admin|root|user|username|guest|prompt|ask|file|env|environ|process|config|settings|basic|bearer|digest|plain|md5|sha\d*|hmac|rsa|scram-sha-\d+|utf-?\d+|base\d+|md\d|oauth\d?|http\d|ipv\d|v\d+|(?:password|passwd|secret|token|key|user|value|field|input|step|test|arg|param|option|column)s?[-_]?\d{1,3}|auto|generate|generated|random|me|my|the|invalid|wrong|incorrect|unknown|localhost|development|production)$/i;
/** `your password`, `my_secret`, `<db>-password`, `password123`: what a person writes instead of a real one. */
const template =
  /^(?:your|my|the|some|a|an|enter|put|use|set|add|new|old|test|demo|change|replace|insert)[-_. ]?\w*(?:pass|secret|token|key|here|value)|(?:here|goes[-_]?here|this|me|required|provided)$/i;

/** Whether the value of a name like `password` is a placeholder. */
export function isPlaceholder(value: string): boolean {
  return blank.test(value) || word.test(value) || template.test(value) || isExample(value);
}

/**
 * Whether the value of a name could be typed or generated as a secret: letters with digits or signs among them. Words, names of
 * variables and classes, calls, paths, versions, dates, addresses and sentences are not.
 */
export function looksChosen(value: string): boolean {
  if (!/[A-Za-z]/.test(value) || !/[\d!@#$%^&*+=~?]/.test(value)) return false;
  if (/[\s]|\w\(|=>|->|::|&&|\|\||[\\/]\w+[\\/]|^\w+:\/\//.test(value)) return false;
  // `config.db2.password`, `process.env.X1`, `MAX_TOKENS_2`, `getSecretV2`, `sha256-base64`, `v1.2.3`.
  if (/^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$/.test(value)) return false;
  if (isConstant(value) || /^[a-z]{2,}(?:[-_][a-z]+)+[-_]?\d{0,2}$/.test(value)) return false;
  if (/^[a-z]+(?:[A-Z][a-z]+)+\d?$/.test(value) || /^(?:[A-Z][a-z]+){2,}\d?$/.test(value)) return false;
  return !/^(?:sha\d{1,3}[-:]|v?\d+(?:\.\d+)+)/.test(value);
}

/** `MAX_TOKENS_2`: words of capitals, joined by underscores; digits only after the first one. */
function isConstant(value: string): boolean {
  return value.includes("_") && /^[A-Z]+(?:_+[A-Z]+)*(?:_+[A-Z]*\d[A-Z0-9]*(?:_[A-Z0-9]+)*)?$/.test(value);
}
