import { ofKeyword } from "../../facts/dockerfile/by-keyword.ts";
import { dockerfilePeer } from "../peer.ts";

/** It is content with a HEALTHCHECK anywhere. */
export default dockerfilePeer({
  rules: ["limits/no-healthcheck"],
  ids: ["checkov/CKV_DOCKER_2"],
  reports: ({ dockerfile }) => ofKeyword(dockerfile, "HEALTHCHECK").length === 0,
});
