import { dockerfilePeer } from "../peer.ts";
import { keepsLists } from "./keeps-lists.ts";

export default dockerfilePeer({
  rules: ["cleanup/apt-lists"],
  ids: ["hadolint/DL3009"],
  reports: ({ dockerfile, stage, instruction }) => keepsLists(dockerfile, stage, instruction),
});
