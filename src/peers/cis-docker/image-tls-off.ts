import { unsigned } from "../../rules/vulnerabilities/tls-switches.ts";
import { imagePeer } from "../peer.ts";

/** It speaks of signatures. */
export default imagePeer({
  rules: ["vulnerabilities/image-tls-off"],
  ids: ["cis-docker/4.11"],
  reports: ({ about }) => about.effect === unsigned,
});
