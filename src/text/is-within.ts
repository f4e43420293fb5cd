/** Whether `path` is `folder` or lies in it: both absolute, without `..`; nothing is looked up. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}
