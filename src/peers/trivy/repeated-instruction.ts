import { dockerfilePeer } from "../peer.ts";

const ids = { CMD: "trivy/DS-0016", ENTRYPOINT: "trivy/DS-0007", HEALTHCHECK: "trivy/DS-0023" };

export default dockerfilePeer({
  rules: ["build/repeated-instruction"],
  ids: Object.values(ids),
  reports: ({ instruction }) =>
    Object.entries(ids).flatMap(([keyword, id]) => (keyword === instruction.keyword ? [id] : [])),
});
