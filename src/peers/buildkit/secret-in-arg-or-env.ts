import { dockerfilePeer } from "../peer.ts";

/** It goes by the name, in a stage; a trigger is none of its instructions. */
export default dockerfilePeer({
  rules: ["secrets/in-arg-or-env"],
  ids: ["buildkit/SecretsUsedInArgOrEnv"],
  reports: ({ stage, instruction, about: { secret } }) =>
    stage !== undefined &&
    !instruction.onbuild &&
    secret !== undefined &&
    word.test(secret.name) &&
    !allowed.test(secret.name),
});

const word = /(_|^)(apikey|auth|credentials?|key|password|pword|passwd|secret|token)(_|$)/i;
const allowed = /(_|^)(public|file|version)(_|$)/i;
