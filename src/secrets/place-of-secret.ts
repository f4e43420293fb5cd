/**
 * `POSTGRES_PASSWORD_FILE=/run/secrets/password`, as the official images read it, `FILE__PASSWORD` (linuxserver.io), `TOKEN_PATH`, `AUTH_URL`: the name has a
 * secret's word in it, and the value says where the secret is. This is good practice, so results and logs show it.
 */
export function isPlaceOfSecret(name: string, value: string): boolean {
  if (/^(?:\/var)?\/run\/secrets\//.test(value)) return isPath(value);
  if (namesFile.test(name)) return isPath(value.replace(/^file:(?:\/\/(?=\/))?/, ""));
  return namesAddress.test(name) && address.test(value);
}

const namesFile =
  /(?:file|file_?name|file_?path|_path|_dir|_directory|_folder|_sock|_socket)$|[a-z](?:Path|Dir)$|^FILE__|^GOOGLE_APPLICATION_CREDENTIALS$/i;
const namesAddress = /_(?:URL|URI|ENDPOINT|ADDR|ADDRESS|HOST|SERVER|ISSUER)$/i;

/** With a scheme or a port, else any word would be one; without login, path or query: each of these may be the secret itself. */
const address = /^(?:[a-z][a-z+]{1,20}:\/\/[a-z][a-z.-]{0,60}(?::\d{1,5})?|[a-z][a-z.-]{0,60}:\d{1,5})\/?$/;

/** Absolute, of the home folder, or relative: with a folder or with an ending that files with secrets have. */
function isPath(value: string): boolean {
  if (value.length > 300) return false;
  const parts = value.replace(/^(?:~|\.{1,2})?\//, "").split("/");
  const isNamed =
    value.includes("/") || /^[^.]{1,40}\.(?:txt|pem|key|crt|cer|p12|jks|json|ya?ml|conf|env|secret)$/.test(value);
  return isNamed && parts.every((part, at) => isFileName(part) || (part === "" && at === parts.length - 1 && at > 0));
}

/** Typical file names; unlike generated values, which have many digits, or mixed case between them. */
function isFileName(part: string): boolean {
  if (!/^[\w.@+-]{1,64}$/.test(part) || part === "..") return false;
  const digits = part.replace(/\D/g, "").length;
  return digits <= 4 && !(digits > 0 && /[a-z]/.test(part) && /[A-Z]/.test(part));
}
