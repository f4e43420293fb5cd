import { ofKeyword } from "../../facts/dockerfile/by-keyword.ts";
import { dockerfilePeer } from "../peer.ts";

/** It is content with a USER in any stage. */
export default dockerfilePeer({
  rules: ["non-root/no-user"],
  ids: ["checkov/CKV_DOCKER_3"],
  reports: ({ dockerfile }) => ofKeyword(dockerfile, "USER").length === 0,
});
