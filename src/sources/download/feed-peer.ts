import type { RemoteErrors } from "../http/remote-errors.ts";

export const feedPeer: RemoteErrors = {
  unreachable: "advisories-unreachable",
  refused: "advisories-unreachable",
  hints: {
    certificate:
      "For a mirror with a certificate authority of its own set NODE_EXTRA_CA_CERTS to the authority's PEM file.",
    noTls: "If it is a plain HTTP mirror that you trust, write its address with http://.",
    redirect: "Name another address for it under advisories.feeds in hullproof.yaml, or a mirror with --mirror.",
    privateAddress:
      "Redirects are followed to public addresses only. Name the host itself with --mirror or under advisories.feeds.",
  },
};
