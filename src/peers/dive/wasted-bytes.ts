import { imagePeer } from "../peer.ts";

/** Its own default thresholds (its .dive-ci): the share wasted above 0.1, the efficiency below 0.9. */
export default imagePeer({
  rules: ["layers/wasted-bytes"],
  ids: ["dive/highestUserWastedPercent", "dive/lowestEfficiency"],
  reports({ facts: { layers } }) {
    if (layers === undefined) return false;
    const total = layers.layers.reduce((sum, layer) => sum + layer.bytes, 0);
    return [
      ...(layers.waste.bytes > total * 0.1 ? ["dive/highestUserWastedPercent"] : []),
      ...(layers.waste.efficiency < 0.9 ? ["dive/lowestEfficiency"] : []),
    ];
  },
});
