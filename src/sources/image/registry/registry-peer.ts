import type { RemoteErrors } from "../../http/remote-errors.ts";

export const registryPeer: RemoteErrors = {
  unreachable: "registry-unreachable",
  refused: "registry-refused",
  hints: {
    certificate:
      "For a registry with a certificate authority of its own set NODE_EXTRA_CA_CERTS to the authority's PEM file.",
    noTls: "If it is a plain HTTP registry that you trust, list it as insecure.",
    redirect: "Check the registry's storage and proxy settings.",
    privateAddress:
      "Only hosts that you named may be private: name the image on the command line, log in there with `docker login HOST`, or list HOST[:PORT] under registries.reach in your own settings.",
  },
};
