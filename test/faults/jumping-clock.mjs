// `NODE_OPTIONS=--import=FILE`: the clock of the day leaps by hours, forwards and back, twenty times a second, as when a virtual machine wakes up or a time server corrects it.
const real = Date.now;
const Real = Date;
const leap = () => (((Math.floor(performance.now() / 50) * 7919) % 13) - 6) * 3_600_000;
const now = () => real.call(Real) + leap();
globalThis.Date = new Proxy(Real, {
  construct: (target, args, from) => Reflect.construct(target, args.length === 0 ? [now()] : args, from),
  apply: () => new Real(now()).toString(),
  get: (target, name, from) => (name === "now" ? now : Reflect.get(target, name, from)),
});
