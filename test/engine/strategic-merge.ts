type Json = Record<string, any>;

/** Keys by which the API merges the lists of a pod; other lists are replaced whole. */
const keys: Readonly<Record<string, string>> = {
  containers: "name",
  initContainers: "name",
  volumes: "name",
  env: "name",
  volumeMounts: "mountPath",
  ports: "containerPort",
  volumeDevices: "devicePath",
};

/** A strategic merge patch, as `kubectl patch --type strategic` applies it to an object: null takes a key away. */
export function patched(object: Json, patch: Json): Json {
  const result: Json = { ...object };
  for (const [key, value] of Object.entries(patch)) {
    const by = keys[key];
    if (value === null) delete result[key];
    else if (by !== undefined && Array.isArray(value)) result[key] = mergedList(result[key] ?? [], value, by);
    else if (typeof value === "object" && !Array.isArray(value)) result[key] = patched(result[key] ?? {}, value);
    else result[key] = value;
  }
  return result;
}

function mergedList(list: readonly Json[], patch: readonly Json[], by: string): Json[] {
  const named = new Set(list.map((one) => one[by]));
  return [
    ...list.map((one) => patched(one, patch.find((other) => other[by] === one[by]) ?? {})),
    ...patch.filter((one) => !named.has(one[by])).map((one) => patched({}, one)),
  ];
}
