import { imagePeer } from "../peer.ts";

/** It goes by the name of a file alone, and knows these (goodwithtech/dockle, pkg/assessor/credential). */
const dockleNames =
  /\/(?:credentials?(?:\.json)?|password\.txt|id_(?:rsa|dsa|ecdsa|ed25519)|secret_token\.rb|carrierwave\.rb|omniauth\.rb|settings\.py|database\.yml|credentials\.xml|[^/]*\.(?:secret|ovpn|private_key))$/;

export default imagePeer({
  rules: ["secrets/in-image-file"],
  ids: ["dockle/CIS-DI-0010"],
  reports: ({ path }) => dockleNames.test(path),
});
