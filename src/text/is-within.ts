/** Whether `path` is `folder` or inside it: both absolute, without `..`; the file system is not read. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}
