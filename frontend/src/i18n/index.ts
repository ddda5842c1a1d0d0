export { inEach, known, language, named, otherLanguage, setLanguage, t, tIn, tn, type Params } from './language.svelte';
export { dateText, dateTimeText, dayOf, instantOf, timeText, today } from './dates';
export { ageText, subjectText } from './subject';
export { plain } from './plain';
export { spoken } from './spoken';
