import { dockerfilePeer } from "../peer.ts";
import { valuesRead } from "./text-read.ts";

const listed = /https:\/\/www\.openssl\.org\/source\/openssl-3\.0\.[0-5]\.tar\.gz/;

export default dockerfilePeer({
  rules: ["vulnerabilities/old-openssl"],
  ids: ["kics/vulnerable_openssl_version"],
  reports: ({ dockerfile, instruction }) =>
    !instruction.onbuild && listed.test(valuesRead(dockerfile, instruction).join(" ")),
});
