import { dockerfilePeer } from "../peer.ts";

export default dockerfilePeer({
  rules: ["updates/update-alone"],
  ids: ["cis-docker/4.7"],
  reports: ({ instruction, about: { call } }) => !instruction.onbuild && /^apt(-get)?$/.test(call?.manager ?? ""),
});
