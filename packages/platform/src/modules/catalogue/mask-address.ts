// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

const place = '[^\\d\\s街路巷弄号村镇乡室组,，]'
const province = `${place}{2,8}?(?:省|自治区|特别行政区)`
const city = `${place}{1,10}?(?:市(?!场)|自治州|地区|盟)`
const district = `${place}{1,10}?(?:(?<![小社园校厂院库])区|县|旗|市(?!场))`
const shape = new RegExp(`^(${province})?(${city})?(${district})?`, 'u')

/**
 * An address down to the district: what follows may be somebody's home. Where no district is found, less is shown
 * rather than more; null when not even a province or city is.
 */
export function maskToDistrict(address: string): string | null {
  const found = shape.exec(address.normalize('NFKC').trim())?.[0] ?? ''
  return found === '' ? null : found
}
