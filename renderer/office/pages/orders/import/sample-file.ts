/** Two orders: a delivery of two products, and one that is collected. */
const ROWS = [
  'sourceSystem;orderIntentId;customerRef;name;line1;postalCode;city;country;region;fulfilment;sku;quantity;unit',
  'erp;A-1;C-1042;Vloerenhuis Noord;Oostkade 3;1625 AB;Hoorn;NL;NOORD;;OAK-14;3;',
  'erp;A-1;;;;;;;;;LAM-8;23,5;m2',
  'erp;A-2;C-7;J. Smit;Gracht 7;1015 CD;Amsterdam;NL;;collect;GLUE-5;2;',
]

export const SAMPLE_FILE = `\uFEFF${ROWS.join('\r\n')}\r\n`
