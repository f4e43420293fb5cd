/** A file with a secret in it is at the variable's value (AWS, Hugging Face, Google). */
export const credentialFiles: ReadonlySet<string> = new Set([
  "AWS_CONFIG_FILE",
  "GOOGLE_APPLICATION_CREDENTIALS",
  "HF_TOKEN_PATH",
]);

interface Place {
  readonly onbuild: boolean;
  /** The last stage; false also before the first FROM. */
  readonly final: boolean;
  /** Before the first FROM. */
  readonly global: boolean;
}

/** No list below holds a name without one of these; most names of a file have none. */
const suspicious = /key|auth|pass|pw|psw|usr|user|secret|token|cred|private|email|_id$|^(okta|travis|stripe)_/i;

/** Peers that take the name for one of a secret, wherever they look. */
export function peersOf(name: string, { onbuild, final, global }: Place): readonly string[] {
  if (!suspicious.test(name)) return [];
  const own = !onbuild && !global;
  return [
    ...(hadolint(name) ? ["hadolint/DL3064"] : []),
    ...(own && buildkit(name) ? ["buildkit/SecretsUsedInArgOrEnv"] : []),
    ...(own && final && trivy(name) ? ["trivy/DS-0031"] : []),
  ];
}

const hadolintParts = /api_key|client_key|password|private|secret|token|username/i;
const hadolintNames = new Set(
  (
    "ACCESS_TOKEN APPLICATION_KEY APP_SECRET AUTH_TOKEN AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY BITTREX_API_KEY BITTREX_API_SECRET " +
    "CF_PASSWORD CF_USERNAME CIRCLE_TOKEN CI_DEPLOY_PASSWORD CI_DEPLOY_USER DOCKERHUB_PASSWORD DOCKER_EMAIL DOCKER_PASSWORD DOCKER_USERNAME " +
    "FACEBOOK_ACCESS_TOKEN FACEBOOK_APP_ID FACEBOOK_APP_SECRET FIREBASE_API_TOKEN FIREBASE_TOKEN FOSSA_API_KEY GH_ENTERPRISE_TOKEN GH_TOKEN " +
    "GITHUB_ENTERPRISE_TOKEN GITHUB_TOKEN HEROKU_API_KEY HEROKU_API_USER NPM_AUTH_TOKEN NPM_TOKEN OKTA_AUTHN_GROUPID OKTA_CLIENT_ORGURL " +
    "OKTA_CLIENT_TOKEN OKTA_OAUTH2_CLIENTID OKTA_OAUTH2_CLIENTSECRET OPENAI_API_KEY OS_PASSWORD OS_USERNAME POSTGRES_PASSWORD SLACK_TOKEN " +
    "STRIPE_API_KEY STRIPE_DEVICE_NAME TRAVIS_OS_NAME TRAVIS_SECURE_ENV_VARS TRAVIS_SUDO VAULT_CLIENT_KEY VAULT_TOKEN"
  ).split(" "),
);

function hadolint(name: string): boolean {
  return hadolintParts.test(name) || hadolintNames.has(name.toUpperCase());
}

const buildkitWord = /(_|^)(apikey|auth|credentials?|key|password|pword|passwd|secret|token)(_|$)/i;
const buildkitAllowed = /(_|^)(public|file|version)(_|$)/i;

function buildkit(name: string): boolean {
  return buildkitWord.test(name) && !buildkitAllowed.test(name);
}

const trivyWord = /(_|^)(apikey|auth|credentials?|key|password|pword|passwd|secret|token|usr|psw)(_|$)/i;
const trivyAllowed = /(_|^)public(_|$)/i;
const trivyNames = new Set(
  (
    "AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AZURE_CLIENT_ID AZURE_CLIENT_SECRET GITHUB_TOKEN GH_TOKEN GH_ENTERPRISE_TOKEN " +
    "GITHUB_ENTERPRISE_TOKEN OPENAI_API_KEY HF_TOKEN DIGITALOCEAN_ACCESS_TOKEN DOCKERHUB_PASSWORD FIREBASE_TOKEN CI_DEPLOY_PASSWORD " +
    "GOOGLE_API_KEY LANGSMITH_API_KEY LANGCHAIN_API_KEY HEROKU_API_KEY"
  ).split(" "),
);

function trivy(name: string): boolean {
  // It cuts the letters of the two prefixes, in any order.
  const bare = [name, name.replace(/^[VITE_]+/, ""), name.replace(/^[REACT_P]+/, "")];
  if (bare.some((candidate) => trivyNames.has(candidate))) return true;
  return !credentialFiles.has(name) && trivyWord.test(name) && !trivyAllowed.test(name);
}

/** dockle looks at the finished image's environment only. */
export function dockleFinds(name: string): boolean {
  return /pass|secret|key|access|token/i.test(name) && !/^GPG_KEYS?$/.test(name);
}
