/** The pages that are open in one browser share its session: who changes who is signed in tells the others to look. */
let line: BroadcastChannel | null = null;

export function tellOthers(): void {
  line?.postMessage(null);
}

/** Returns how to hear no more. Where a browser has no such line the page looks by itself, each minute. */
export function hearOthers(look: () => void): () => void {
  let own: BroadcastChannel;
  try {
    own = new BroadcastChannel('mas_hub');
  } catch {
    return () => {};
  }
  line = own;
  own.onmessage = look;
  return () => {
    own.close();
    line = null;
  };
}
