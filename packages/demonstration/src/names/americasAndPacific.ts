import { nameStock } from './nameStock.ts';

export const americasAndPacific = {
  american: nameStock(
    `Abernathy Alderman Ballard Bartlett Beauchamp Bergeron Blackmon Boatwright Bowden Brantley Broussard Caldwell Cantrell
     Castillo Chambers Copeland Covington Crenshaw Culpepper Dawkins Delgado Drummond Easterling Fairbanks Fitzgerald Fontenot
     Gallagher Gentry Goldstein Hairston Halloran Hathaway Hendricks Holloway Hutchins Jernigan Kaplan Kowalski Landry Langston
     Lattimore Lindgren Lockhart Maddox McAllister McBride McClendon McKinley Merriweather Montgomery Mosley Nakamura Nguyen
     Okafor O'Connell Outlaw Pettigrew Pickett Ramirez Ridley Rosario Rutledge Satterfield Schaefer Singletary Spaulding
     Stallworth Stokes Swanson Tillman Trujillo Vandenberg Villarreal Wadsworth Weatherspoon Whitaker Wilkerson Yarbrough Zielinski`,
    `Aaron Andre Austin Avery Blake Brandon Brayden Bryce Caleb Carson Carter Chase Cody Colton Cooper Dakota Darius Derek
     Devin Dillon Dustin Elijah Evan Garrett Gavin Grant Grayson Hunter Isaiah Jackson Jalen Jared Jason Jordan Josiah Justin
     Kendall Kyle Landon Malik Mason Micah Nolan Parker Peyton Quincy Ryan Skyler Spencer Tanner Travis Trevor Tyler Wesley`,
    `Addison Alexis Aliyah Allison Amber Ashley Autumn Bailey Brianna Brooke Caroline Cassidy Claire Courtney Danielle Delaney
     Destiny Elizabeth Emerson Faith Hailey Haley Harper Hope Jade Jada Jasmine Jenna Jordyn Kara Kayla Kelsey Kendra Kennedy
     Kylie Lindsay Mackenzie Madison Makayla Mallory Maya Mikaela Morgan Natalie Nia Paige Payton Rachel Raven Regan Riley
     Savannah Shelby Sierra Skylar Sydney Taylor Tiana Trinity Whitney`,
  ),
  caribbean: nameStock(
    `Alleyne Archibald Bascombe Blackman Brathwaite Broderick Brown-Reid Burke Cato Charles Clarke Cudjoe Cumberbatch Daley
     Dookeran Edwards Fearon Ferguson Findlay Forde Francis Gittens Grannum Greenidge Griffith Hackett Harewood Henry-Cole
     Hinds Hypolite Joseph Julien King-Bailey Laborde Lewin Lindo McFarlane McIntosh Meade Mohan Noel Persad Pinnock Pryce
     Ramdass Rawlins Richards Rolle Samuels Seymour Smart St._Hilaire Stuart Sturrup Thorpe Walcott Whyte Wiltshire`,
    'Akeem Alonso Andrew Ashmead Bralon Carifta Christopher Corey Damar Dane Darren Deon Dexter Dwight Errol Garfield Jaden Javon Jelani Jermaine Jerome Kadeem Keon Kemar Kirani Lamar Leroy Levaughn Marlon Nickel Odaine Orlando Oshane Rasheed Rohan Romario Shakeem Shawn Sheldon Steven Tajay Tarique Terrence Tyrone Wayde Yohan Zharnel',
    'Aaliyah Alana Allyson Anthonique Ashanti Briana Candice Charmaine Chevonne Danielle Denisha Felicia Gabrielle Jaevion Janeek Janelle Jeanine Kadecia Kerrica Keshia Khalifa Kimberly Latoya Leah Michelle-Lee Natasha Natoya Nicole Nickisha Petra-Gaye Remona Roneisha Sada Shadae Shanieka Shaniqua Shericka Shian Stacey Tamara Tia Tynia Tynielle Yanique',
  ),
  haitian: nameStock(
    'Altidor Auguste Bazile Belizaire Casimir Célestin Chéry Delva Désir Dorvil Estimé Fleurant Germain Jean-Baptiste Jean-Louis Joseph Laguerre Louissaint Mérisier Mondésir Narcisse Pierre-Louis Saint-Fleur Saint-Vil Toussaint Valcin',
    'Carlens Christopher Davidson Emmanuel Fedner Frantz Gary Jeff Jimmy Kervens Louis-Jean Mackenson Philippe Ricardo Richecarde Stanley Steeven Wilguens Woodensky Yves',
    'Aïcha Darlène Edwige Emelia Fabiola Guerline Islande Kethia Lynnzee Marie-Ange Mirlande Nadège Naïka Rose-Laure Sabiana Stéphanie Wideline Yolette',
  ),
  pacific: nameStock(
    'Afoa Ah_Kuoi Aiono Aleki Amituanai Faalogo Faleafa Fifita Finau Fonua Halaifonua Havili Kaituu Kaufusi Kolinisau Lafaele Latu Leavasa Lolohea Malolo Mataele Moala Nakarawa Naulu Nawaqa Opeloge Palelei Pangai Piutau Qalo Ratu Rokolati Saipele Tafuna Taimani Talakai Taumalolo Tawake Tikoirotuma Tonga Tuala Tuilagi Tupou Vakatawa Vaipulu Waqa',
    'Ahomana Alamoti Apisai Epeli Fetu Filimoni Hamani Iosefo Isikeli Jone Kaimana Kelepi Lasalo Lui Malakai Manu Mateo Nacanieli Paula Penaia Pita Ratu Semi Setareki Sione Sitiveni Tevita Tomasi Tupou Viliame Waisea',
    'Akanisi Alena Ana_Maria Asenaca Elenoa Fane Finau Iuniarra Josivini Kaliopate Lavenia Litia Losalini Luisa Mele Moana Nanise Noelani Ofa Raijieli Rusila Salote Seini Sereana Siale Talei Tiare Tupou Unaisi Vasiti',
  ),
  melanesian: nameStock(
    'Aihi Asi Bani Boe Dika Ephraim Garap Haro Iga Kali Kalsakau Kapi Kari Kila Koim Lohia Loke Mao Maniani Maro Meto Natoga Ovia Pala Rei Rhuwit Rukuka Siba Tabi Tamani Toua Vele Wini Yalo',
    'Adolphe Daniel Eli Freddie George Isaac Jonah Kaltack Leonard Lester Michael Morea Obed Peniel Ronald Rosefelo Samuel Steven Theo Walter Wesley',
    'Annie Betty Cecilia Dika Edna Freda Geua Isila Jenly Jocelyn Lilly Linda Loa Mary Miriam Naomi Priscilla Rellie Ruth Sharon Toea Vaizazu',
  ),
  micronesian: nameStock(
    'Adeang Aliklik Billy Capelle Deireragea Detudamo Eigigu Gadoengin Hiram Ioteba Jackson Kabua Kaierua Katoatau Kepae Kiru Langrine Lavuta Lokboj Mackenzie Melekai Ngiraked Rimon Ruuka Saburo Sablan Tekinene Timeon Toribiong Uera',
    'Alik Brenson Elson Evan Jeremiah Jordan Joshua Kenaz Lahaina Mathew Nooa Raiden Ridge Robson Ruben Scott Tarieta Tiweti Winzar Yuichi',
    'Adrianna Asinate Charissa Chelsea Colleen Jayla Jezebel Lerissa Mariana Mihiteria Osisang Ruthie Sharlynn Shanaya Taylee Theodora Yuri Zoe',
  ),
  nikkei: nameStock(
    'Fujiwara Hatanaka Higa Kanashiro Miyashiro Nakandakari Oshiro Shiroma Takahata Uehara Yonamine',
    'André Caio Danilo Eduardo Felipe Gustavo Hugo Marcos Rafael Vitor',
    'Amanda Bruna Camila Fernanda Jéssica Juliana Letícia Mariana Sayuri Yumi',
  ),
} as const;
