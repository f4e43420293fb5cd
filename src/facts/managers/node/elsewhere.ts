/** Options with which an install is about another folder, or about all of them. */
export const elsewhere = "-g|--global|--prefix|-C|--cwd|--dir|--filter|-F|--workspace|-w|--dry-run";
