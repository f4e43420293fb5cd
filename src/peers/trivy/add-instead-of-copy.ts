import { dockerfilePeer } from "../peer.ts";

/** It looks for a few pieces anywhere in the line. */
export default dockerfilePeer({
  rules: ["build/add-instead-of-copy"],
  ids: ["trivy/DS-0005"],
  reports: ({ instruction }) => !instruction.words.some(({ text }) => /\.tar|https?:\/\/|git@/.test(text)),
});
