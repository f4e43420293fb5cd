/** dockle looks at the finished image's environment only. */
export function isSecretToDockle(name: string): boolean {
  return /pass|secret|key|access|token/i.test(name) && !/^GPG_KEYS?$/.test(name);
}
