type Close = () => Promise<void> | void;

/** Closes all that was opened, the last one first, whatever fails: a lock that stays behind would keep everybody away. Throws what failed first. */
export async function closeAll(opened: Close[]): Promise<void> {
  const failures: unknown[] = [];
  for (const close of opened.splice(0).reverse()) {
    try {
      await close();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
