import { containerPeer } from "../peer.ts";

const ids = new Map([
  ["Service", "kube-linter/dangling-service"],
  ["NetworkPolicy", "kube-linter/dangling-networkpolicy"],
]);

/** It has a check for each kind of object, and none for a PodDisruptionBudget. */
export default containerPeer({
  rules: ["build/selector-without-pods"],
  ids: [...ids.values()],
  reports({ about: { kind = "" } }) {
    const id = ids.get(kind);
    return id === undefined ? [] : [id];
  },
});
