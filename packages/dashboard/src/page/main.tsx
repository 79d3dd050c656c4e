import { render } from 'preact';

const place = document.getElementById('page');
if (place === null) throw new Error('invariant violation: the page has no place to be drawn');
render(<h1>Seedbed</h1>, place);
