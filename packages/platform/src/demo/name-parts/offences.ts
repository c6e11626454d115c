// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

export type Offence = {
  readonly kind: string
  /** Named without article: an invented case must not say what a real law provides. */
  readonly law: string
  /** The permit that a heavy penalty may take. */
  readonly permit: string
}

type Given = readonly (readonly [kind: string, law: string, permit: string])[]

const given: Readonly<Record<string, Given>> = {
  'demo-market-regulation': [
    ['发布虚假广告', '中华人民共和国广告法', '广告经营备案'],
    ['销售不符合食品安全标准的食品', '中华人民共和国食品安全法', '食品经营许可证'],
    ['销售不合格产品', '中华人民共和国产品质量法', '工业产品生产许可证'],
    ['未按规定公示年度报告', '企业信息公示暂行条例', '营业执照'],
    ['不明码标价', '中华人民共和国价格法', '营业执照'],
  ],
  'demo-tax': [
    ['未按期办理纳税申报', '中华人民共和国税收征收管理法', '发票领用资格'],
    ['未按规定开具发票', '中华人民共和国发票管理办法', '发票领用资格'],
  ],
  'demo-ecology': [
    ['超过标准排放水污染物', '中华人民共和国水污染防治法', '排污许可证'],
    ['未采取扬尘污染防治措施', '中华人民共和国大气污染防治法', '排污许可证'],
    ['未按规定贮存危险废物', '中华人民共和国固体废物污染环境防治法', '危险废物经营许可证'],
  ],
  'demo-emergency': [
    ['未对从业人员进行安全生产教育和培训', '中华人民共和国安全生产法', '安全生产许可证'],
    ['未按规定储存危险化学品', '危险化学品安全管理条例', '危险化学品经营许可证'],
  ],
  'demo-transport': [
    ['超限运输车辆擅自行驶公路', '中华人民共和国公路法', '道路运输经营许可证'],
    ['未取得从业资格驾驶道路货运车辆', '中华人民共和国道路运输条例', '道路运输经营许可证'],
    ['未按规定维护和检测车辆', '道路运输车辆技术管理规定', '道路运输证'],
  ],
  'demo-housing': [
    ['未取得施工许可证擅自施工', '中华人民共和国建筑法', '建筑业企业资质证书'],
    ['未按工程设计图纸施工', '建设工程质量管理条例', '建筑业企业资质证书'],
  ],
  'demo-culture': [
    ['未按规定核对上网消费者登记', '互联网上网服务营业场所管理条例', '网络文化经营许可证'],
    ['旅行社未按规定签订合同', '中华人民共和国旅游法', '旅行社业务经营许可证'],
  ],
  'demo-customs': [
    ['进出口货物申报不实', '中华人民共和国海关法', '报关单位备案'],
    ['未按规定办理加工贸易核销', '中华人民共和国海关行政处罚实施条例', '报关单位备案'],
  ],
  'demo-health': [
    ['公共场所卫生指标不合格', '公共场所卫生管理条例', '卫生许可证'],
    ['未按规定处置医疗废物', '医疗废物管理条例', '医疗机构执业许可证'],
  ],
  'demo-agriculture': [
    ['经营劣质农药', '农药管理条例', '农药经营许可证'],
    ['经营未附检疫证明的动物产品', '中华人民共和国动物防疫法', '动物防疫条件合格证'],
  ],
}

/** What each body of the demo city penalises. */
export const offences: ReadonlyMap<string, readonly Offence[]> = new Map(
  Object.entries(given).map(([body, rows]) => [
    body,
    rows.map(([kind, law, permit]) => ({ kind, law, permit })),
  ]),
)
