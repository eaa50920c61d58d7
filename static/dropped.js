// The files of what was dropped: of folders all that is in them, however deep.
const LITTER = /^(\.|~\$)|^(thumbs\.db|desktop\.ini)$/i;  // what systems and offices leave in folders

export const usable = (files) => files.filter(({ name }) => !LITTER.test(name));

const fileOf = (entry) => new Promise((resolve, reject) => { entry.file(resolve, reject); });
const some = (reader) => new Promise((resolve, reject) => { reader.readEntries(resolve, reject); });

const within = async (entry) => {
  if (entry.isFile) return [await fileOf(entry)];
  const reader = entry.createReader();
  const found = [];
  for (let entries = await some(reader); entries.length; entries = await some(reader)) found.push(...entries);
  found.sort((one, other) => one.name.localeCompare(other.name));
  return (await Promise.all(found.map(within))).flat();
};

// Entries are asked for at once: after the first pause a browser has forgotten what was dropped.
export const dropped = async ({ items, files }) => {
  const entries = [...items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  const plain = [...files];
  if (!entries.some((entry) => entry.isDirectory)) return plain;
  return (await Promise.all(entries.map((entry) => within(entry).catch(() => [])))).flat();
};
