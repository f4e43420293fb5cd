import type { VersionScheme } from "../domain/advisory/advisory.ts";
import { versionOrders } from "./index.ts";
import type { VersionOrder } from "./version-order.ts";

const orders = new Map(versionOrders.map((order) => [order.scheme, order]));

export function orderOf(scheme: VersionScheme): VersionOrder {
  const order = orders.get(scheme);
  if (order === undefined) throw new Error(`no order for versions of "${scheme}"`);
  return order;
}
