import { credentialFiles } from "../../rules/secrets/credential-files.ts";

/** It goes by the name. */
export function isSecretName(name = ""): boolean {
  // It cuts the letters of the two prefixes, in any order.
  const spellings = [name, name.replace(/^[VITE_]+/, ""), name.replace(/^[REACT_P]+/, "")];
  if (spellings.some((candidate) => names.has(candidate))) return true;
  return !credentialFiles.has(name) && word.test(name) && !allowed.test(name);
}

const word = /(_|^)(apikey|auth|credentials?|key|password|pword|passwd|secret|token|usr|psw)(_|$)/i;
const allowed = /(_|^)public(_|$)/i;
const names = new Set(
  (
    "AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AZURE_CLIENT_ID AZURE_CLIENT_SECRET GITHUB_TOKEN GH_TOKEN GH_ENTERPRISE_TOKEN " +
    "GITHUB_ENTERPRISE_TOKEN OPENAI_API_KEY HF_TOKEN DIGITALOCEAN_ACCESS_TOKEN DOCKERHUB_PASSWORD FIREBASE_TOKEN CI_DEPLOY_PASSWORD " +
    "GOOGLE_API_KEY LANGSMITH_API_KEY LANGCHAIN_API_KEY HEROKU_API_KEY"
  ).split(" "),
);
