import { spacing } from './spacing.svelte';

let context: CanvasRenderingContext2D | null | undefined;

/** How wide a text is drawn, in pixels; an estimate where nothing can be drawn. */
export function measure(text: string, size = 12, bold = false): number {
  return asUsual(text, size, bold) + (text.length * spacing.letter + (text.split(' ').length - 1) * spacing.word) * size;
}

function asUsual(text: string, size: number, bold: boolean): number {
  if (context === undefined) context = document.createElement('canvas').getContext?.('2d') ?? null;
  if (!context) return text.length * size * (bold ? 0.64 : 0.55);
  context.font = `${bold ? '700 ' : ''}${size}px ${getComputedStyle(document.body).fontFamily || 'sans-serif'}`;
  return context.measureText(text).width;
}
