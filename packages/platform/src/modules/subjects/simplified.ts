// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

/**
 * Traditional characters and their simplified forms, in pairs: those of the 520 simplified characters most frequent in
 * names of organisations, which are 99 of 100 that have another traditional form. Only where one simplified form is
 * the only one, and never 乾, 昇 or 甯, which mainland names keep beside 干, 升 and 宁.
 */
const pairs =
  '亞亚佈布佔占來来侖仑侷局係系倉仓個个倖幸倫伦偉伟傑杰備备傳传僑侨價价儀仪儁俊億亿優优儲储兒儿內内凈净凍冻凱凯剛刚創创劉刘劍剑劑剂動动務务勝胜勞劳匯汇區区協协參参吳吴員员問问啓启啟启喬乔嚮向囌苏國国園园圓圆圖图' +
  '團团垻坝埰采堯尧報报場场塗涂墻墙墾垦壓压壩坝壯壮壽寿夢梦奧奥奮奋妝妆娛娱媽妈孫孙學学宮宫寀采實实寧宁寬宽寶宝專专對对屬属岡冈峯峰島岛峽峡崑昆崗岗嵐岚嶺岭嶽岳巒峦巖岩帥帅師师帳帐帶带幫帮幹干庫库廈厦廕荫廚厨廟庙' +
  '廠厂廢废廣广廳厅張张強强彙汇彥彦彫雕彿佛後后復复恆恒悅悦愛爱態态慶庆應应懞蒙懷怀戶户採采揚扬撫抚擔担敎教數数旂旗時时晉晋暉晖暢畅曉晓曏向書书會会朮术東东査查楊杨楓枫業业極极榦干榮荣構构樂乐樑梁樓楼標标樹树樺桦' +
  '橋桥機机橫横檢检檯台櫃柜權权欽钦歐欧歡欢殯殡氣气汙污沖冲涼凉淨净淩凌測测湯汤準准溝沟溫温滄沧滌涤滙汇滬沪滿满漁渔漢汉漿浆潔洁潤润澤泽澱淀濃浓濛蒙濟济濤涛濱滨瀾澜灃沣灘滩灣湾為为烏乌無无煙烟熱热燁烨燈灯營营爐炉' +
  '爲为爾尔牀床牆墙獅狮現现琱雕瑤瑶瑪玛環环璽玺產产産产甦苏畵画當当療疗發发監监盤盘盧卢眞真眾众矇蒙硃朱碩硕碼码磚砖礎础礦矿祿禄禦御禮礼稅税稈秆稜棱種种穀谷窯窑筆笔箇个節节範范築筑簡简粵粤糧粮糰团紀纪紅红納纳純纯' +
  '紙纸紡纺紮扎細细紹绍結结絡络給给統统絲丝綏绥經经綜综綠绿綫线維维網网綿绵緑绿緣缘緯纬緻致縣县縱纵縴纤總总織织繪绘繫系繼继纔才纖纤纜缆羅罗羣群義义聖圣聞闻聯联聲声職职肅肃脩修腦脑膠胶臥卧臨临臺台興兴舊旧舘馆艷艳' +
  '荊荆莊庄華华菸烟萊莱萬万葉叶葦苇葯药蓋盖蓮莲蔘参蔭荫蕪芜薑姜薩萨藍蓝藝艺藥药蘆芦蘇苏蘭兰蘿萝處处號号衆众術术衕同衚胡衛卫衝冲裏里裝装裡里製制複复覈核規规視视覽览觀观計计訊讯訓训記记訥讷設设許许証证評评詢询試试' +
  '誌志語语誠诚誼谊調调諾诺證证識识議议護护譽誉變变讓让豐丰豔艳豬猪貝贝財财貢贡貨货責责貴贵貸贷貿贸賀贺賃赁資资賓宾賜赐賢贤賣卖質质賬账購购賽赛贏赢趙赵躍跃車车軍军軒轩軟软軸轴輔辅輕轻輛辆輝辉輪轮輸输辦办農农迴回' +
  '連连週周進进遊游運运達达遜逊遞递遠远遷迁選选遼辽邁迈邊边郵邮鄉乡鄭郑醣糖醫医釀酿針针鈡钟鈴铃鈺钰鉆钻銀银銅铜銘铭銳锐銷销銹锈鋁铝鋒锋鋪铺鋭锐鋼钢錢钱錦锦錫锡錶表鍋锅鍛锻鍼针鎖锁鎭镇鎮镇鏈链鏡镜鏽锈鐘钟鐵铁鑄铸' +
  '鑑鉴鑒鉴鑽钻長长門门閑闲間间閣阁閤合閥阀閩闽闆板闊阔關关陝陕陞升陰阴陳陈陸陆陽阳隊队際际險险隴陇雙双雜杂雞鸡雲云電电霑沾靈灵靜静鞦秋韆千韓韩韻韵響响頂顶項项順顺頓顿領领頤颐頭头額额顏颜顔颜類类顧顾顯显風风颱台' +
  '飛飞飯饭飲饮飼饲飾饰養养館馆饒饶馬马馳驰駕驾駛驶駿骏騰腾驗验驛驿體体髮发鬆松鬍胡鬥斗魚鱼魯鲁鮮鲜鳥鸟鳳凤鳴鸣鴨鸭鴻鸿鵝鹅鵬鹏鶴鹤鷄鸡鷹鹰鹹咸鹽盐麗丽麥麦麫面麯曲黃黄點点鼕冬齊齐齒齿齣出龍龙'

const simplifiedOf: ReadonlyMap<string, string> = new Map(
  [...pairs.matchAll(/(.)(.)/gu)].map(([, traditional = '', simplified = '']) => [traditional, simplified]),
)
const traditional = new RegExp(`[${[...simplifiedOf.keys()].join('')}]`, 'gu')

/** The name with its traditional characters made simple, as far as the table goes. */
export function simplify(name: string): string {
  return name.replace(traditional, (character) => simplifiedOf.get(character) ?? character)
}
