/** A file with a secret in it is at the variable's value (AWS, Hugging Face, Google). */
export const credentialFiles: ReadonlySet<string> = new Set([
  "AWS_CONFIG_FILE",
  "GOOGLE_APPLICATION_CREDENTIALS",
  "HF_TOKEN_PATH",
]);
