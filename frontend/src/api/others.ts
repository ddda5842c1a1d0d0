/** The pages that are open in one browser share its session: who changes who is signed in tells the others to look. */
let line: BroadcastChannel | null = null;

export function tellOthers(): void {
  line?.postMessage(null);
}

/** Returns how to hear no more. */
export function hearOthers(look: () => void): () => void {
  const own = new BroadcastChannel('mas_hub');
  line = own;
  own.onmessage = look;
  return () => {
    own.close();
    line = null;
  };
}
