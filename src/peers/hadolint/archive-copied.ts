import { dockerfilePeer } from "../peer.ts";

/** It forgets what it found with each FROM, and knows no `tar xf`. */
export default dockerfilePeer({
  rules: ["layers/archive-copied"],
  ids: ["hadolint/DL3010"],
  reports: ({ stage, about: { unpacked } }) =>
    stage?.final === true && unpacked?.dashed === true && !/\.(zst|tzst)$/.test(unpacked.name),
});
