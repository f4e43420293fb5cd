import { expect, it } from "vitest";
import { outsidePackets, packetsOf } from "./outside-packets.ts";

const ip = `Ip: Forwarding DefaultTTL InReceives InHdrErrors
Ip: 1 64 100 0
Tcp: PassiveOpens InSegs
Tcp: 9 90
TcpExt: SyncookiesSent InMcastPkts
TcpExt: 0 77
IpExt: InNoRoutes InMcastPkts OutMcastPkts InBcastPkts
IpExt: 0 5 6 7
`;
const ip6 = "Ip6InReceives                   \t90\nIp6InDelivers                   \t20\n";
const devices = `Inter-|   Receive
 face |bytes    packets errs
    lo:    4000      40    0
  eth0:    9999      72    0
`;

it("counts packets of both versions, but none of loopback, multicast and broadcast, and none that was dropped", () => {
  expect(packetsOf({ ip, ip6, devices })).toBe(100 + 20 - 40 - 5 - 7);
  expect(packetsOf({ ip, ip6: "", devices })).toBe(100 - 40 - 5 - 7);
});

it("knows nothing of a process that is gone, and of one in its own network", () => {
  expect(outsidePackets(2 ** 30)).toBeUndefined();
  expect(outsidePackets(process.pid)).toBeUndefined();
});
