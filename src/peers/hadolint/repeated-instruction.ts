import { dockerfilePeer } from "../peer.ts";

const ids = { CMD: "hadolint/DL4003", ENTRYPOINT: "hadolint/DL4004", HEALTHCHECK: "hadolint/DL3012" };

export default dockerfilePeer({
  rules: ["build/repeated-instruction"],
  ids: Object.values(ids),
  reports: ({ instruction }) =>
    Object.entries(ids).flatMap(([keyword, id]) => (keyword === instruction.keyword ? [id] : [])),
});
