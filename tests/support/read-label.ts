export { readBarcodes } from '../../main/labels/read-barcodes.ts'
export { renderZpl } from '../../main/labels/render-zpl.ts'
